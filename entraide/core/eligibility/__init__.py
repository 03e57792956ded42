"""Who of the staff has rights: a dated rule over contracts and administrative positions."""
