"""The sentence encoder in the form that the product loads, made from the published weights."""
