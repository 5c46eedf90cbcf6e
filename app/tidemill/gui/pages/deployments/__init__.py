"""Deployments: where models answer, how they are reached, what is asked of them."""
