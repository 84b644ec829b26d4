"""帮助: the manual beside the page, opened at the section of the page, with its keys on top."""
