"""The whole catalogue for a household: subjects in order, ceilings shared, one opener for a child."""
