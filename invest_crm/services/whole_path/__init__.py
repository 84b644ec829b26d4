"""The whole path of a project, gathered from every subject: one lane each."""
