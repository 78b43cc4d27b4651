using Distill.Libtorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>Texts to vectors by the rows of a table, whose gradient holds the rows of a batch alone.</summary>
/// <param name="name">Of the layer.</param>
internal abstract class TextVectors(string name) : nn.Module<Tensor, Tensor>(name)
{
    private static readonly string[] TableNames = [BagSpec.TableName, TransformerSpec.TableName, TransformerSpec.PlacesName];

    /// <summary>Appends the rows of a text.</summary>
    /// <param name="text">Bytes of UTF-8; it ends before the first zero.</param>
    /// <param name="rows">What is appended to.</param>
    protected delegate void Reader(ReadOnlySpan<byte> text, List<long> rows);

    /// <summary>Each [rows, dimensions].</summary>
    public abstract IReadOnlyList<Parameter> Tables { get; }

    /// <summary>Whether the weights of a name are a table, whose rows are those of words, pieces or places.</summary>
    public static bool IsTable(string name) => TableNames.Contains(name);

    /// <summary>The first of them.</summary>
    public Parameter Table => Tables[0];

    /// <summary>The type of the vectors: that of the products behind them.</summary>
    public ScalarType OutputType { get; set; } = ScalarType.Float32;

    /// <summary>Rows of a table: [.., dimensions].</summary>
    /// <param name="table">The table.</param>
    /// <param name="ids">Which rows; brought to where it is.</param>
    protected static Tensor RowsOf(Embedding table, Tensor ids)
    {
        var weight = table.weight!;
        // Only the processor has the gradient of some rows alone.
        return weight.IsOnCpu() ? table.call(ids) : weight.index_select(0, ids.flatten().On(weight.device)).view([.. ids.shape, weight.shape[1]]);
    }

    /// <summary>The rows of each text of a batch.</summary>
    /// <param name="input">[batch, bytes] uint8: UTF-8.</param>
    /// <param name="reader">Reads one; called from several threads at once.</param>
    protected static List<long>[] Read(Tensor input, Reader reader)
    {
        using var texts = input.cpu().contiguous();
        var (count, length) = ((int)texts.shape[0], (int)texts.shape[1]);
        var rows = new List<long>[count];
        LibtorchThreads.Run((thread, threads) =>
        {
            var bytes = texts.bytes;
            var end = (int)((long)count * (thread + 1) / threads);
            for (var text = (int)((long)count * thread / threads); text < end; text++)
            {
                rows[text] = [];
                reader(bytes.Slice(text * length, length), rows[text]);
            }
        });
        return rows;
    }
}
