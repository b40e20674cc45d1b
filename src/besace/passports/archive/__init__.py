"""Everything taken away: each file as signed, and a page that shows and checks them without any network."""
