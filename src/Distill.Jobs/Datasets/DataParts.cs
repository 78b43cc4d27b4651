using System.Globalization;
using Distill.Data;
using Distill.Runs;

namespace Distill.Jobs.Datasets;

/// <summary>Makes the parts of data ready for training and measuring, and says what was left out.</summary>
internal static class DataParts
{
    /// <summary>
    /// Leaves test examples without a label out, and draws a test part of what is labelled where none remains. Where nothing at
    /// all has a label there is no test part.
    /// </summary>
    /// <param name="opened">The data as they were read.</param>
    /// <param name="classes">Asked for the classes of data that have none; null leaves them without.</param>
    /// <exception cref="DistillException">The two parts do not fit each other.</exception>
    public static OpenedData Divided(OpenedData opened, Func<IReadOnlyList<string>?>? classes)
    {
        var leftOut = opened.LeftOut.ToList();
        var test = opened.Test;
        if (test is not null)
        {
            RequireFit(opened.Train.Examples, test.Examples);
            var labelled = test.Examples.Labelled();
            if (test.Examples.Count - labelled.Count is > 0 and var missing)
            {
                var first = FirstUnlabelled(test.Examples);
                leftOut.Add(new LeftOut("test examples without a label", missing, string.Create(CultureInfo.InvariantCulture, $"row {first} of {test.Examples.Name}")));
                test = labelled.Count == 0 ? null : test with { Examples = labelled };
            }
        }

        var train = opened.Train with { Examples = WithClasses(opened.Train.Examples, classes) };
        if (test is null)
        {
            var (rest, drawn) = Splits.Undivided(train.Examples);
            (train, test) = drawn.Count == 0 ? (train, null) : (train with { Examples = rest }, new DataPart(drawn, Splits.UndividedDescription));
        }

        return opened with { Train = train, Test = test, LeftOut = leftOut };
    }

    /// <summary>Says what was not read, and what may be meant otherwise.</summary>
    public static void Say(OpenedData opened, Action<string>? say)
    {
        foreach (var warning in opened.Warnings)
        {
            say?.Invoke(warning);
        }

        foreach (var leftOut in opened.LeftOut)
        {
            say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Left out: {leftOut.Count:N0} {leftOut.Reason}, first {leftOut.First}."));
        }
    }

    private static ExampleView WithClasses(ExampleView examples, Func<IReadOnlyList<string>?>? classes) =>
        examples.ClassNames.Count == 0 && classes?.Invoke() is { Count: > 0 } names ? new ExampleView(new ClassedSource(examples.Source, names)) : examples;

    private static void RequireFit(ExampleView train, ExampleView test)
    {
        var problems = new List<string>();
        if (train.Shape != test.Shape)
        {
            problems.Add($"{train.Name} has examples of {train.Shape}, and {test.Name} of {test.Shape}");
        }

        if (train.ElementType != test.ElementType)
        {
            problems.Add($"{train.Name} holds numbers of type {train.ElementType}, and {test.Name} of {test.ElementType}");
        }

        if (test.ClassNames.Count > 0 && !train.ClassNames.SequenceEqual(test.ClassNames))
        {
            problems.Add($"{train.Name} and {test.Name} have other classes, or the same in another order");
        }

        if (problems.Count > 0)
        {
            throw new DistillException($"The training and the test part do not fit: {string.Join("; ", problems)}. Make both alike.");
        }
    }

    private static long FirstUnlabelled(ExampleView view) => view.Row(Array.IndexOf(view.Labels(), -1L));
}
