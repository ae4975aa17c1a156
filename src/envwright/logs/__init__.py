"""The shelf of logs: bytes as they came in become clean text, lines and the steps of a build.

`opening` finds the logs in files, folders and archives and decodes them, `text` normalises them
block by block, `frames` strips what CI systems put before each line, `records` turns JSON progress
records into text, `readers` know one builder each, and `outline` says which step failed.
"""
