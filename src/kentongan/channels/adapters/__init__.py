"""One folder per channel. Only `kentongan.channels.registry` knows them."""
