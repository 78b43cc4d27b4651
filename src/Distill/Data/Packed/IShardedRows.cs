namespace Distill.Data.Packed;

/// <summary>A source whose rows lie in files one after another, so that neighbours are read together.</summary>
internal interface IShardedRows
{
    /// <summary>The first row of each file, rising, and behind them the number of rows.</summary>
    IReadOnlyList<int> Starts { get; }
}
