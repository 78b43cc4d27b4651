using static TorchSharp.torch;

namespace Distill;

/// <summary>
/// A teacher's distribution over the classes for each case of a batch, at one temperature, in log-space.
/// Dense: a column for each class. Sparse: a column for each of the case's <c>k</c> classes in <see cref="Support"/>
/// and a last one for all the remaining classes together; a student is compared on that same support.
/// </summary>
/// <param name="LogProbabilities">Float32; [batch, classes] when dense, [batch, k + 1] when sparse. Each row's exponentials sum to one.</param>
/// <param name="Temperature">The temperature T that was applied, greater than 0.</param>
/// <param name="Support">Null when dense; [batch, k] int64 class numbers when sparse.</param>
public sealed record SoftTargets(Tensor LogProbabilities, double Temperature, Tensor? Support = null) : IDisposable
{
    /// <summary>
    /// How much several teachers agree about each case, at <see cref="Temperature"/>: [batch], float32, 1 where all answer the same and 0 where their
    /// answers have nothing in common. Null unless <see cref="ITeacher.TargetsWithAgreement"/> was asked.
    /// </summary>
    public Tensor? Agreement { get; init; }

    /// <summary>Whether only the most probable classes are given, with one number for the rest.</summary>
    public bool IsSparse => Support is not null;

    /// <inheritdoc/>
    public void Dispose()
    {
        LogProbabilities.Dispose();
        Support?.Dispose();
        Agreement?.Dispose();
    }
}
