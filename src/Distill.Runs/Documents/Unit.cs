namespace Distill.Runs.Documents;

/// <summary>What a measure counts, and so how it is written.</summary>
internal enum Unit
{
    /// <summary>A count, such as errors; a mean of counts below 100 keeps a digit.</summary>
    Count,

    /// <summary>A difference of counts, with its sign.</summary>
    Difference,

    /// <summary>A share from 0 to 1, in per cent with two digits.</summary>
    Share,

    /// <summary>A share from 0 to 1, in per cent with one digit.</summary>
    RoundShare,

    /// <summary>A relative change, in per cent with its sign.</summary>
    Change,

    /// <summary>A difference of two shares, in points of a hundred, with its sign and two digits.</summary>
    Points,

    /// <summary>Nats, with three digits.</summary>
    Nats,

    /// <summary>Minutes, to a tenth.</summary>
    Minutes,

    /// <summary>The p of a test, from 0 to 1.</summary>
    P,

    /// <summary>Any other number, with four significant digits.</summary>
    Number,
}
