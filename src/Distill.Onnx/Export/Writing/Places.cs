using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>Places in texts, as many in each as there are, laid out in a row for each text.</summary>
internal sealed class Places
{
    private readonly TextSteps steps;
    private readonly string counts;
    private readonly string targets;
    private readonly string shape;
    private readonly string numbers;

    private Places(TextSteps steps, string condition)
    {
        this.steps = steps;
        counts = steps.Do("ReduceSum", steps.Cast(condition, DataType.Int64), steps.List(1));
        var places = steps.Do("NonZero", condition);
        var rows = Line(places, 0);
        Columns = Line(places, 1);
        var each = steps.Do("Squeeze", counts, steps.List(1));
        var firsts = steps.Do("CumSum", [Attributes.Number("exclusive", 1)], each, steps.Number(0));
        var all = steps.Do("Range", steps.Number(0), steps.Do("Squeeze", steps.Do("Shape", rows)), steps.Number(1));
        var positions = steps.Do("Sub", all, steps.Do("Gather", firsts, rows));
        targets = steps.Join(1, steps.Do("Unsqueeze", rows, steps.List(1)), steps.Do("Unsqueeze", positions, steps.List(1)));
        // One column at least, so that nothing is empty.
        var width = steps.Do("Max", steps.Do("ReduceMax", [Attributes.Number("keepdims", 0)], counts), steps.Number(1));
        numbers = steps.Do("Range", steps.Number(0), width, steps.Number(1));
        shape = steps.Join(0, steps.Do("Shape", each), steps.Do("Unsqueeze", width, steps.List(0)));
    }

    /// <summary>The column of each place, text after text.</summary>
    public string Columns { get; }

    /// <summary>The places where a condition holds.</summary>
    /// <param name="steps">Where nodes go.</param>
    /// <param name="condition">[texts, columns].</param>
    public static Places Of(TextSteps steps, string condition) => new(steps, condition);

    /// <summary>A number for each place as [texts, most places]; 0 behind the last.</summary>
    public string Lay(string values) => steps.Do("ScatterND", steps.Do("Expand", steps.Number(0), shape), targets, values);

    /// <summary>Whether so many more places follow in the same text, [texts, most places].</summary>
    public string HasAfter(long more) => steps.Do("Less", steps.Do("Add", numbers, steps.Number(more)), counts);

    private string Line(string places, long line) => steps.Do("Squeeze", steps.Slice(places, line, line + 1), steps.List(0));
}
