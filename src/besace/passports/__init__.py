"""The bag: what a person holds, whom she shows it to, and how she takes it away."""
