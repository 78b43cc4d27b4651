using System.Globalization;
using Distill.Jobs.Teachers;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Predicting.Models;

/// <summary>Opens models of other toolkits without data, with names for their classes.</summary>
/// <param name="Shapes">What they may take.</param>
/// <param name="Like">The classes of a model of this toolkit beside them; null without one.</param>
/// <param name="Given">Names that the user gives for classes without; null for none.</param>
/// <param name="Say">Told what is taken for granted; null to tell no one.</param>
internal sealed record ForeignModels(ForeignShapes Shapes, IReadOnlyList<string>? Like, IReadOnlyList<string>? Given, Action<string>? Say)
{
    /// <summary>Opens a model in the first shape that it takes.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="readings">The shapes; null for those that are likely.</param>
    /// <param name="names">The classes that its own are mapped to; null for its own, or those of the model beside it where the options map them.</param>
    /// <exception cref="DistillException">The file is no model, takes no such inputs, or its classes cannot be told.</exception>
    public AskedModel Open(string path, IReadOnlyList<ModelReading>? readings = null, IReadOnlyList<string>? names = null)
    {
        names ??= Shapes.Options.ClassMap is null ? null : Like ?? throw new DistillException(
            "A class map says which classes of a model are those of another, and no model of this toolkit is asked beside it. Leave it out, or name the classes themselves.");
        var (teacher, reading) = First(path, readings ?? Shapes.Of(path), names);
        if (teacher.Readings is [var taken, ..] && reading.Kind == InputKind.Images)
        {
            Say?.Invoke(
                $"Neither its file nor the options say how {teacher.Name} wants its pixels: it gets {taken}. "
                + "Range, mean and order of colours can be given.");
        }

        try
        {
            return new AskedModel(path, teacher, reading, names ?? Names(teacher), teacher.Name);
        }
        catch
        {
            teacher.Dispose();
            throw;
        }
    }

    private (IForeignTeacher Teacher, ModelReading Reading) First(string path, IReadOnlyList<ModelReading> readings, IReadOnlyList<string>? names)
    {
        DistillException? problem = null;
        foreach (var reading in readings)
        {
            try
            {
                return (OpenedTeacher.ForeignAt(path, reading.Shape, names, Shapes.Options), reading);
            }
            catch (DistillException refused)
            {
                problem ??= refused;
            }
        }

        throw problem ?? new DistillException($"{path} takes none of the inputs.");
    }

    private IReadOnlyList<string> Names(IForeignTeacher teacher)
    {
        var own = teacher.OwnClassNames;
        var named = own is not null && !LabelNames.OnlyCount(own);
        if (Given is { } given)
        {
            return named ? own!
                : given.Count == teacher.Classes ? given
                : throw new DistillException($"{teacher.Name} has {teacher.Classes} classes, and {given.Count} names are given for them.");
        }

        if (!named && Like?.Count == teacher.Classes)
        {
            if (own is not null && own.SequenceEqual(Like))
            {
                return Like;
            }

            Say?.Invoke($"{teacher.Name} does not name its classes; it has as many as the model beside it, and is shown with those names, by position.");
            return Like;
        }

        if (own is null)
        {
            Say?.Invoke($"{teacher.Name} does not name its classes: they are numbers, from 0 to {teacher.Classes - 1}. Names can be given.");
        }

        return own ?? [.. Enumerable.Range(0, teacher.Classes).Select(number => number.ToString(CultureInfo.InvariantCulture))];
    }
}
