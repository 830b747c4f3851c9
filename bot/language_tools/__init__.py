"""Tools with which a program of a language model reads the library, by the Model Context Protocol (MCP)."""
