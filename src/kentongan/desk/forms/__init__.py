"""The desk's forms. What they refuse they say beside the field."""
