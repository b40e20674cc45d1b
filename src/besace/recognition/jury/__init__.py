"""An outside jury, by links without an account, where the organisation so decides for a badge."""
