"""What is agreed about a project: its joint review, agreements, promises, who was in charge."""
