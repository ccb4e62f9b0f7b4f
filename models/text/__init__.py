"""Training of the text models: lines, labels, training, export."""
