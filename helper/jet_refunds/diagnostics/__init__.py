"""How Jet Refunds itself is: health, part by part, for the screens; doctor, for a person with a problem."""
