    -- The name of everyone through whose hands work goes: the resources.
    select resource_no as hand_no, resource as hand from resources
