"""Ui: base templates, design tokens, components and the built front end."""
