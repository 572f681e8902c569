"""What should change, and did it work?"""
