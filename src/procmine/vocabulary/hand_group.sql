-- uses: holder
    -- The name of every group through whose hands work goes.
    select distinct hand as hand_no, hand from holder
