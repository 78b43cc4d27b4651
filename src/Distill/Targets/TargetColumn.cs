using Distill.Files;

namespace Distill.Targets;

/// <summary>One tensor of a shard: a number of rows by <paramref name="Shape"/>.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">The shape of one row.</param>
internal sealed record TargetColumn(string Name, TensorType Type, IReadOnlyList<long> Shape)
{
    public const string Rows = "rows";
    public const string LogRest = "log_rest";
    public const string Values = "values";
    public const string ClassNumbers = "classes";
    public const string Scale = "scale";

    // Checked: the numbers may come from a damaged index.
    public long BytesPerRow { get; } = Shape.Aggregate((long)TensorTypes.Width(Type), (product, length) => checked(product * length));

    /// <summary>Widest elements first, so that each tensor starts at a multiple of its element's size.</summary>
    public static IReadOnlyList<TargetColumn> Of(StorePlan plan)
    {
        var rows = new TargetColumn(Rows, TensorType.I64, []);
        return plan.Kind switch
        {
            TargetKind.Members => [rows, new(Values, TensorType.F16, [plan.MemberWeights!.Count, plan.Classes])],
            TargetKind.TopK =>
            [
                rows,
                new(LogRest, TensorType.F32, [plan.Temperatures.Count]),
                new(ClassNumbers, plan.Classes > 1 << 16 ? TensorType.U32 : TensorType.U16, [plan.TopK!.Value]),
                new(Values, TensorType.F16, [plan.TopK.Value]),
            ],
            TargetKind.ByteVectors => [rows, new(Scale, TensorType.F32, []), new(Values, TensorType.I8, [plan.Classes])],
            _ => [rows, new(Values, TensorType.F16, [plan.Classes])],
        };
    }
}
