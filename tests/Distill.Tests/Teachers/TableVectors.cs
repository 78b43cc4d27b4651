using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers;

/// <summary>A teacher whose vectors stand in a table, one row for each row of the source.</summary>
internal sealed class TableVectors(float[,] vectors, bool seesInputs = true) : IVectorTeacher
{
    public string Name => "table of vectors";

    public int Dimensions => vectors.GetLength(1);

    public Fingerprint Fingerprint => Fingerprint.Of("vectors", string.Join(' ', vectors.Cast<float>().Select(BitConverter.SingleToInt32Bits)));

    public bool SeesInputs => seesInputs;

    /// <summary>Called before each batch.</summary>
    public Action OnBatch { get; set; } = () => { };

    public Tensor Vectors(Batch batch)
    {
        OnBatch();
        var rows = batch.Rows.ToArray();
        var picked = new float[rows.Length, Dimensions];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int c = 0; c < Dimensions; c++)
            {
                picked[i, c] = vectors[rows[i], c];
            }
        }

        return tensor(picked);
    }

    public void Dispose()
    {
    }
}
