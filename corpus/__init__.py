"""The ground floor: what was disclosed, and the tables of law, vendors and authorities it is read with."""
