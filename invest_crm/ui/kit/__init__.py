"""Parts that every page is made of; they know Qt and the theme, no subject and no service."""
