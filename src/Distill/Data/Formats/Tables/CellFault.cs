namespace Distill.Data.Formats.Tables;

/// <summary>Why a cell is no number, in the order in which it is told.</summary>
internal enum CellFault
{
    Missing,
    Infinite,
    OutOfRange,
    Comma,
    Thousands,
    Date,
    Unit,
    Truth,
    Text,
}
