using Distill.Jobs.Teachers;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Jobs.Predicting.Models;

/// <summary>Opens the models of a request for its inputs, a teacher of several files as one.</summary>
internal static class AskedModels
{
    /// <summary>Looks at the models of this toolkit among some files.</summary>
    /// <returns>In their order; null for those of others.</returns>
    /// <exception cref="DistillException">A file is missing or damaged.</exception>
    public static IReadOnlyList<OwnModel?> Look(IEnumerable<string> paths) => [.. paths.Select(path => OpenedTeacher.IsOwn(path) ? OwnModel.At(path) : null)];

    /// <summary>Opens all; the teacher comes last.</summary>
    /// <param name="request">Names them.</param>
    /// <param name="own">What <see cref="Look"/> found of the models, and then of the teacher's files.</param>
    /// <param name="inputs">What they are asked about.</param>
    /// <param name="progress">Told of each model; null to tell no one.</param>
    /// <param name="say">Told what is taken for granted; null to tell no one.</param>
    /// <exception cref="DistillException">A model does not take these inputs, or options change nothing.</exception>
    public static IReadOnlyList<AskedModel> Open(
        PredictRequest request, IReadOnlyList<OwnModel?> own, PredictionInputs inputs, IProgress<WorkProgress>? progress, Action<string>? say)
    {
        var first = own.FirstOrDefault(model => model is not null);
        if (own.All(model => model is not null))
        {
            request.Teacher.RefuseOptions([.. request.Models, .. request.Teacher.Files]);
            if (request.Classes is not null)
            {
                throw new DistillException("Names of classes would change nothing: models of this toolkit know their own. Leave them out.");
            }
        }

        // Checked first: a mistake is told before large models are opened.
        foreach (var model in own)
        {
            model?.Reading(inputs.Kind, inputs.First, request);
        }

        var shapes = new ForeignShapes(inputs.Kind, request.Teacher.Options, first?.Spec.Input, inputs.Kind == InputKind.Rows ? inputs.Columns() : 0, request);
        var foreign = new ForeignModels(shapes, first?.Spec.ClassNames, request.Classes, say);
        var opened = new List<AskedModel>();
        try
        {
            for (var i = 0; i < request.Models.Count; i++)
            {
                progress?.Report(new WorkProgress("opening models", i, request.Models.Count, "models"));
                opened.Add(own[i]?.Open(inputs.Kind, inputs.First, request) ?? foreign.Open(request.Models[i]));
            }

            if (request.Teacher.Files.Count > 0)
            {
                opened.Add(Teacher(request, [.. own.Skip(request.Models.Count)], foreign, inputs));
            }

            progress?.Report(new WorkProgress("opening models", request.Models.Count, request.Models.Count, "models"));
            return opened;
        }
        catch
        {
            opened.ForEach(model => model.Dispose());
            throw;
        }
    }

    // All members see the same examples, as in a training: those of the first that is of this toolkit, or else of the first.
    private static AskedModel Teacher(PredictRequest request, IReadOnlyList<OwnModel?> own, ForeignModels foreign, PredictionInputs inputs)
    {
        var teacher = request.Teacher;
        if (teacher.Files.Count == 1)
        {
            return own[0]?.Open(inputs.Kind, inputs.First, request) ?? foreign.Open(teacher.Files[0]);
        }

        var members = new List<AskedModel>();
        try
        {
            foreach (var place in Enumerable.Range(0, own.Count).OrderBy(place => own[place] is null))
            {
                var lead = members.Count > 0 ? members[0] : null;
                members.Add(own[place]?.Open(inputs.Kind, inputs.First, request) ?? foreign.Open(teacher.Files[place], lead is null ? null : [lead.Reading], lead?.ClassNames));
                RequireAlike(members[0], members[^1]);
            }

            var ensemble = new EnsembleTeacher([.. members.Select(member => member.Teacher)], teacher.Mean);
            return new AskedModel($"mean of {members.Count}", ensemble, members[0].Reading, members[0].ClassNames, ensemble.Name);
        }
        catch
        {
            members.ForEach(member => member.Dispose());
            throw;
        }
    }

    private static void RequireAlike(AskedModel first, AskedModel other)
    {
        var problem = first.Reading != other.Reading ? $"reads {other.Reading.Shape}, and {first.Path} {first.Reading.Shape}{(other.Reading.Shape == first.Reading.Shape ? " otherwise" : "")}"
            : !first.ClassNames.SequenceEqual(other.ClassNames) ? $"has other classes than {first.Path}, or the same in another order"
            : null;
        if (problem is not null)
        {
            throw new DistillException($"{other.Path} {problem}, so that they are no ensemble. Ask them one beside the other.");
        }
    }
}
