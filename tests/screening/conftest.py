from screened_orders import workspace

__all__ = ["workspace"]
