"""People: whom we serve. Persons, contacts, personal text, erasure and the registry of personal columns."""
