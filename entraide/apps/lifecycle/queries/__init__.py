"""Reads of acts with effects in many apps: what they would do, what they did."""
