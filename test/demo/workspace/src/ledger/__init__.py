"""Accounts, postings and reports of a small household."""
