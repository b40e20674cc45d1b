"""Persons, organisations, groups, memberships; coming in without an e-mail; consent."""
