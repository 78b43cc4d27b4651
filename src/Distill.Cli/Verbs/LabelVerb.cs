using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Labelling;
using Distill.Jobs.Recipes;
using Distill.Jobs.Teachers;
using Distill.Runs;
using Distill.Targets;

namespace Distill.Cli.Verbs;

/// <summary>Stores a teacher's soft targets, or checks a store.</summary>
internal static class LabelVerb
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "A name from 'distill data list', or a path.", HelpName = "NAME|PATH" };
        var unlabelled = UnlabelledOption.Create("to label");
        var variations = UnlabelledOption.Variations("to label, too");
        var reading = new ReadingOptions();
        var foreign = new ForeignOptions();
        var teacher = TeacherOptions.Files(required: false);
        var mean = TeacherOptions.Mean();
        var weights = TeacherOptions.Weights();
        var byCertainty = TeacherOptions.ByCertainty();
        var answers = new AnswersChoice();
        var chat = new ChatChoice();
        var output = new Option<string>("--out") { Description = "The store's folder; a store that was begun there is continued.", HelpName = "STORE", Required = true };
        var topK = new Option<int?>("--top-k") { Description = "Keep only the K most probable classes and the remaining probability.", HelpName = "K" };
        var temperatures = new Option<double[]>("--temperature")
        {
            Description = "Temperatures to serve; a top-k store needs them, a dense one serves all.",
            HelpName = "T",
            AllowMultipleArgumentsPerToken = true,
        };
        var verify = new Option<bool>("--verify") { Description = "Do not label: recompute a sample of the store and compare." };
        var sample = new Option<int>("--sample") { Description = "How many examples --verify recomputes.", HelpName = "N", DefaultValueFactory = _ => 1000 };
        var recipe = new Option<string?>("--recipe") { Description = "A JSON file with the keys data, reading, unlabelled, variations, teacher, teacherOptions, mean, teacherWeights, weighTeachersByCertainty, topK, temperatures and rowsPerShard, in place of options.", HelpName = "FILE" };
        var part = PartOption.Create("the store");
        var finish = new Option<bool>("--finish") { Description = "Do not label: check the parts that were labelled in --out, and make one store of them." };
        var command = new Command("label", "Store a teacher's soft targets, or answers from elsewhere, for a data set.") { data, unlabelled, variations, teacher, mean, weights, byCertainty, output, topK, temperatures, recipe, part, finish, verify, sample };
        answers.AddTo(command);
        chat.AddTo(command);
        foreign.AddTo(command);
        reading.AddTo(command);
        command.Add(new DeviceOption());
        command.Runs((parsed, screen, cancellationToken) =>
        {
            if (parsed.GetValue(finish))
            {
                parsed.Refuse(
                    "beside --finish: the parts say what they are of",
                    [data, unlabelled, variations, teacher, mean, weights, byCertainty, topK, temperatures, recipe, part, verify, sample, .. answers.All, .. chat.All, .. foreign.All, .. reading.All]);
                return Finish(screen, parsed.GetRequiredValue(output), cancellationToken);
            }

            if (parsed.GetValue(recipe) is { } keys)
            {
                parsed.Refuse("beside --recipe, which says it", [data, unlabelled, variations, teacher, mean, weights, byCertainty, topK, temperatures, verify, sample, .. answers.All, .. chat.All, .. foreign.All, .. reading.All]);
                return ByRecipe(parsed, screen, LabelRecipe.Read(StrictJson.ReadTree(keys), keys), parsed.GetRequiredValue(output), temperatures, parsed.Part(part), cancellationToken);
            }

            if (parsed.GetValue(verify))
            {
                parsed.Refuse("beside --verify, which changes no store", topK, temperatures, part);
            }
            else
            {
                parsed.Refuse("without --verify", sample);
            }

            foreach (var (count, name) in new[] { (parsed.GetValue(sample), sample.Name), (parsed.GetValue(topK) ?? 1, topK.Name), (parsed.IsGiven(variations) ? parsed.GetValue(variations) : 1, variations.Name) })
            {
                if (count < 1)
                {
                    throw new DistillException($"{name} {count}: expected 1 or more.");
                }
            }

            var (further, varied) = (parsed.GetValue(unlabelled) ?? [], parsed.GetValue(variations));
            var set = parsed.GetValue(data) ?? throw new DistillException("label needs --data; see 'distill label --help'.");
            if (answers.All.Concat(chat.All).Any(parsed.IsGiven))
            {
                parsed.Refuse("beside answers from elsewhere, which are of --data alone", unlabelled, variations);
            }

            var store = parsed.GetRequiredValue(output);
            var choices = reading.Parse(parsed);
            var options = new TargetStoreOptions { TopK = parsed.GetValue(topK), Temperatures = parsed.GetValue(temperatures) ?? [] };
            var only = parsed.Part(part);
            if (chat.Parse(parsed, [teacher, mean, weights, byCertainty, part, verify, .. answers.All, .. foreign.All]) is { } asked)
            {
                return Store(parsed, screen, store, temperatures, progress => LabelJob.RunChat(set, choices, asked, store, options, progress.Context(cancellationToken)));
            }

            if (answers.Parse(parsed, teacher, foreign, mean, weights, byCertainty, verify) is var (file, answersOptions))
            {
                return only is { } share
                    ? StorePart(screen, store, progress => LabelJob.RunAnswersPart(set, choices, file, answersOptions, store, options, share, progress.Context(cancellationToken)))
                    : Store(parsed, screen, store, temperatures, progress =>
                    LabelJob.RunAnswers(set, choices, file, answersOptions, store, options, progress.Context(cancellationToken)));
            }

            var files = new TeacherFiles(parsed.GetRequiredValue(teacher), TeacherOptions.Parse(parsed.GetRequiredValue(mean)), foreign.Parse(parsed))
            {
                Weights = TeacherOptions.WeightsOf(parsed, weights, parsed.GetRequiredValue(teacher)),
                ByCertainty = TeacherOptions.ByCertaintyOf(parsed, byCertainty, parsed.GetRequiredValue(teacher)),
            };
            if (parsed.GetValue(verify))
            {
                using var progress = screen.Progress();
                var check = LabelJob.Compare(set, choices, files, store, parsed.GetValue(sample), seed: 1, progress.Context(cancellationToken), further, varied);
                screen.WriteJson(check);
                Screen.Say(check.ToString());
                return check.Agrees ? ExitCode.Done : ExitCode.Failed;
            }

            return only is { } mine
                ? StorePart(screen, store, progress => LabelJob.RunPart(set, choices, files, store, options, mine, progress.Context(cancellationToken), further, varied))
                : Store(parsed, screen, store, temperatures, progress => LabelJob.Run(set, choices, files, store, options, progress.Context(cancellationToken), further, varied));
        });
        return command.WithExamples(
            "distill label --data mnist --teacher teacher.safetensors --out targets/mnist",
            "distill label --data photos/ --teacher a.safetensors b.safetensors --top-k 20 --temperature 2 4 --out targets/photos",
            "distill label --data photos/ --teacher resnet50.onnx --teacher-size 224 --teacher-mean imagenet --class-map map.json --out targets/photos",
            "distill label --data photos/ --answers panel.csv --answers-kind counts --out targets/panel",
            "distill label --data requests.txt --endpoint http://localhost:8080/v1 --model qwen --class-names travel weather --out targets/requests",
            "distill label --data mnist --teacher teacher.safetensors --out targets/mnist --part 3/7",
            "distill label --finish --out targets/mnist",
            "distill label --data mnist --teacher teacher.safetensors --out targets/mnist --verify");
    }

    private static int Store(ParseResult parsed, Screen screen, string store, Option temperatures, Func<IWorkDisplay, LabelOutcome> work)
    {
        var outcome = new FolderWork(store, CommandText.Same()) { Label = "Store:" }.Do(screen, work);
        screen.WriteJson(outcome);
        if (outcome.Kind == TargetKind.Logits && parsed.IsGiven(temperatures))
        {
            Screen.Say($"{temperatures.Name} changed nothing: the store keeps logits, which serve every temperature.");
        }

        Screen.Say($"{outcome.Examples:N0} examples, {outcome.BytesPerExample:N0} bytes each, in {outcome.Store}");
        NextSteps.OfStore(store);
        return ExitCode.Done;
    }

    private static int ByRecipe(
        ParseResult parsed, Screen screen, LabelRecipe recipe, string store, Option temperatures, WorkPart? part, CancellationToken cancellationToken)
    {
        var files = new TeacherFiles(recipe.Teacher, recipe.Mean, recipe.TeacherOptions) { Weights = recipe.TeacherWeights, ByCertainty = recipe.WeighTeachersByCertainty };
        return part is { } share
            ? StorePart(screen, store, progress => LabelJob.RunPart(recipe.Data, recipe.Reading, files, store, recipe.Options, share, progress.Context(cancellationToken), recipe.Unlabelled, recipe.Variations))
            : Store(parsed, screen, store, temperatures, progress => LabelJob.Run(recipe.Data, recipe.Reading, files, store, recipe.Options, progress.Context(cancellationToken), recipe.Unlabelled, recipe.Variations));
    }

    private static int StorePart(Screen screen, string store, Func<IWorkDisplay, LabelPartOutcome> work)
    {
        var outcome = new FolderWork(store, CommandText.Same()) { Label = "Store:" }.Do(screen, work);
        screen.WriteJson(outcome);
        Screen.Say(
            $"Part {outcome.Part}: {outcome.Examples:N0} of {outcome.AllExamples:N0} examples, {outcome.Files} of {outcome.AllFiles} files. "
            + $"Once all parts are labelled: {CommandText.Of("label", "--finish", "--out", store)}");
        return ExitCode.Done;
    }

    private static int Finish(Screen screen, string store, CancellationToken cancellationToken)
    {
        using var progress = screen.Progress();
        var outcome = LabelJob.Finish(store, progress.Context(cancellationToken));
        screen.WriteJson(outcome);
        Screen.Say($"{outcome.Examples:N0} examples, {outcome.BytesPerExample:N0} bytes each, in {outcome.Store}");
        NextSteps.OfStore(store);
        return ExitCode.Done;
    }
}
