"""Tables of states and transitions: what may be done, by whom, and why not."""
