"""The command line: one module per subcommand; parses and prints, never decides."""
