"""Reports of an older system as a sheet: read, mapped to our fields and words, put into rows of ours. Pure."""
