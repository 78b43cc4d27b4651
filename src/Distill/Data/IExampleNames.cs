namespace Distill.Data;

/// <summary>A source that knows what its examples are called, for example their files. Others call them by their rows, from 0.</summary>
public interface IExampleNames
{
    /// <summary>The name of the example at a row: the path of its file within the data, with forward slashes.</summary>
    /// <param name="row">0 to the source's count − 1.</param>
    string NameOf(long row);
}
