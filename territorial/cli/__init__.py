"""The command line: one module a command, each one public function of the library."""
