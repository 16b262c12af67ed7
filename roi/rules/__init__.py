"""Dated law to yearly series, flags and quotes."""
