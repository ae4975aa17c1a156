"""The completion script of each shell, made from a description of our commands."""
