"""What speaks to the network for this part."""
