"""Components, tokens and the base page that every portal is drawn with."""
