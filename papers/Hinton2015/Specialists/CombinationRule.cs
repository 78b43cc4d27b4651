namespace Hinton2015.Specialists;

/// <summary>How a generalist's answer and those of its active specialists become one.</summary>
internal enum CombinationRule
{
    /// <summary>The distribution nearest to all of them (equation 5 of the paper).</summary>
    Nearest,

    /// <summary>The mean of all of them, a specialist's dustbin shared out as the generalist would.</summary>
    Average,

    /// <summary>The mean of the specialists alone, shared out in the same way.</summary>
    Replace,
}
