namespace Distill.Cli.Tests;

/// <summary>
/// Slips of the hand: each is refused before any work, with what to type in its stead, exit code 2 and nothing on stdout. A
/// line of the table is what is typed and what must be answered.
/// </summary>
public sealed class SlipTests
{
    private const string Train = "train --data glyphs --network mlp:10 ";
    private const string Taught = Train + "--teacher a.safetensors ";
    private const string Sweep = "sweep --data glyphs --network mlp:10 --teacher a.safetensors ";
    private const string Assign = "specialists assign --data glyphs --teacher a.safetensors --specialists 3 --partition ";
    private const string Import = "import a.safetensors --network mlp:10 --mean 0 --std 1 --out b.safetensors ";

    public static TheoryData<string, string> Numbers => new()
    {
        { Taught + "--temperature 2,5", "--temperature: 2,5 is no number; write 2.5." },
        { Taught + "--temperature hot", "--temperature: hot is no number." },
        { Taught + "--temperature NaN", "--temperature: NaN is no number." },
        { Taught + "--temperature infinity", "--temperature: infinity is no number." },
        { Taught + "--temperature=0x10", "--temperature: 0x10 is no number; write 16." },
        { Taught + "--temperature 1e999", "--temperature: 1e999 is too large." },
        { Taught + "--temperature=", "--temperature has no value. It takes T: " },
        { Taught + "--temperature 8-2", "--temperature: 8-2 is no number; write 8..2 for one that changes." },
        { Taught + "--temperature 8:2", "--temperature: 8:2 is no number; write 8..2 for one that changes." },
        { Taught + "--temperature 8..2,5", "--temperature: 2,5 is no number; write 2.5." },
        { Taught + "--temperature 8..2:cosin", "--temperature: 'cosin' is no shape; expected linear, cosine, or stairs:4 with 2 to 100 stairs" },
        { Taught + "--temperature 8..0", "temperature is 0; expected 0.001 to 1000000" },
        { Taught + "--hard-weight 0..1.5", "hard weight is 1.5; expected 0 to 1" },
        { Taught + "--hard-weight 0,1", "--hard-weight: 0,1 is no number; write 0.1." },
        { Taught + "--hard-weight 10%", "--hard-weight: 10% is no number; write 0.1." },
        { Train + "--rate 0,001", "--rate: 0,001 is no number; write 0.001." },
        { Train + "--epochs 1,5", "--epochs: 1,5 is no number; write 1.5." },
        { Train + "--epochs 1,000", "--epochs: 1,000 is no number; write 1000 or 1.000." },
        { Train + "--limit 1,000", "--limit: 1,000 is no whole number; write 1000 or 1." },
        { Train + "--limit 2.5", "--limit: 2.5 is no whole number." },
        { Train + "--limit 1e3", "--limit: 1e3 is no whole number; write 1000." },
        { Train + "--limit 99999999999", "--limit: 99999999999 is too large." },
        { Train + "--seed one", "--seed: one is no whole number." },
        { Train + "--seconds 0,5", "--seconds: 0,5 is no number; write 0.5." },
        { Train + "--set training.duration.epochs=1,5", "training.duration" },
        { Train + "--set training.weightDecay=0,1", "train: training.weightDecay: 0,1 is no number; write 0.1." },
        { Train + "--set training.weightDecay=NaN", "train: training.weightDecay: NaN is no number." },
        { Train + "--set training.batchSize=64.5", "train: training.batchSize: 64.5 is no whole number." },
        { Train + "--set training.augmentation.flip=yes", "train: training.augmentation.flip is \"yes\"; expected true or false." },
        { Sweep + "--temperatures 2,5", "--temperatures 2,5 may be one number or two; write 2.5 for one, or 2.0,5.0 for two." },
        { Sweep + "--hard-weights 0,1", "--hard-weights 0,1 may be one number or two; write 0.1 for one, or 0.0,1.0 for two." },
        { Sweep + "--temperatures 1,2,,8", "--temperatures 1,2,,8: expected numbers such as 1,2,4,8." },
        { Sweep + "--set grid.temperatures=1,2,4", "sweep: grid.temperatures is \"1,2,4\"; expected a list such as [1, 2]." },
        { Taught + "--teacher-mean 0,5", "--teacher-mean 0,5 may be one number or two" },
        { "label --data glyphs --teacher a.safetensors --out s --temperature 2,4", "--temperature: 2,4 is no number; write 2.4." },
        { "import a.safetensors --network mlp:10 --mean 0,1307 --std 1 --input 1x28x28 --classes 10 --out b.safetensors", "--mean: 0,1307 is no number; write 0.1307." },
        { "export a.safetensors --out b.onnx --softmax --temperature 2,5", "--temperature: 2,5 is no number; write 2.5." },
        { "export a.safetensors --out b.onnx --examples 1.000", "--examples: 1.000 is no whole number; write 1000 or 1." },
        { "quickstart --seeds three", "--seeds: three is no whole number." },
        { "specialists evaluate nowhere --top-classes 1,5", "--top-classes: 1,5 is no whole number." },
    };

    public static TheoryData<string, string> Idle => new()
    {
        { Train + "--temperature 4", "train: --temperature would change nothing: there is no teacher (teacher, targets, meanTeacher, generations or peers) to learn from; leave it out." },
        { Train + "--hard-weight 0.1", "train: --hard-weight would change nothing: there is no teacher" },
        { Train + "--objective distillation", "train: --objective would change nothing: there is no teacher" },
        { Train + "--set temperature=20", "train: --set temperature would change nothing: there is no teacher" },
        { Train + "--mean geometric", "train: --mean would change nothing: it averages teacher files, and there are none; leave it out." },
        { Train + "--targets s --mean arithmetic", "train: --mean would change nothing" },
        { Train + "--teacher-size 32", "teacherOptions are given and no teacher files" },
        { Train + "--class-map map.json", "teacherOptions are given and no teacher files" },
        { Taught + "--weigh-by-certainty", "weighTeachersByCertainty weighs several files, and there is one" },
        { Taught + "--case-weight agreement", "caseWeight is agreement, which is of several teachers, and there is one; name two or more, or choose another caseWeight" },
        { Train + "--peers 1 --case-weight agreement", "and each of two students has one; set peers to 2 or more" },
        { "label --data glyphs --teacher a.safetensors --weigh-by-certainty --out s", "label: --weigh-by-certainty weighs several files, and there is one" },
        { "label --data glyphs --answers a.csv --teacher-weights 1.0,2.0 --weigh-by-certainty --out s", "--teacher-weights, --weigh-by-certainty would change nothing beside --answers, which takes the place of a teacher; leave them out." },
        { Taught + "--targets s", "both teacher files and stored targets are given" },
        { Taught + "--objective logitMatching --temperature 4", "train: --temperature would change nothing: logitMatching compares logits alone" },
        { Taught + "--objective logitMatching --hard-weight 0.5", "train: --hard-weight would change nothing: logitMatching compares logits alone" },
        { Taught + "--objective multiLevel --temperature 4", "train: --temperature would change nothing: multiLevel has temperatures of its own, 2 to 6" },
        { Taught + "--objective decoupled --objective-weights 1.0", "objectiveWeights has 1 numbers; decoupled takes 2, for example [1, 8]" },
        { Taught + "--objective-weights 2.0", "objectiveWeights has 1 numbers, and distillation takes none; leave it out" },
        { Taught + "--objective decoupled --objective-weights 1,8", "--objective-weights 1,8 may be one number or two" },
        { Train + "--objective-weights 2.0", "train: --objective-weights would change nothing: there is no teacher" },
        { Train + "--epochs 3 --set training.duration.epochs=5", "--epochs and --set training.duration.epochs set the same key; leave one of them out." },
        { Train + "--set training.batchSize=3 --set training.batchSize=4", "--set training.batchSize is given twice; give it once." },
        { Train + "--epochs 3 --epochs 5", "--epochs is given 2 times; give it once." },
        { Train + "--out a --runs b", "--runs would change nothing beside --out, which names the run's own folder; leave it out." },
        { "train --resume nowhere --out a", "--out would change nothing beside --resume, which resumes in the run's own folder; leave it out." },
        { "sweep --resume nowhere --runs a", "--runs would change nothing beside --resume" },
        { "experiment mnist --resume nowhere --runs a", "--runs would change nothing beside --resume" },
        { "experiment mnist --out a --runs b", "--runs would change nothing beside --out" },
        { "run --resume nowhere --runs a", "--runs would change nothing beside --resume" },
        { "run --schema --smoke", "--smoke would change nothing beside --schema" },
        { Assign + "--temperature 2", "specialists assign: --temperature would change nothing: without fullSoftmax, specialists learn from labels alone; leave it out." },
        { Assign + "--set specialists.training.duration.epochs=3", "--set specialists.training.duration.epochs would change nothing: specialists.passes says how long each trains" },
        { Assign + "--out a --runs b", "--runs would change nothing beside --out" },
        { "specialists evaluate nowhere --resize 32", "--resize would change nothing without --data" },
        { "label --data glyphs --teacher a.safetensors --out s --sample 5", "--sample would change nothing without --verify; leave it out." },
        { "label --data glyphs --teacher a.safetensors --out s --verify --top-k 3 --temperature 2", "--top-k, --temperature would change nothing beside --verify, which changes no store; leave them out." },
        { "export a.safetensors --out b.onnx --mean geometric", "--mean would change nothing without --teacher; leave it out." },
        { "export a.safetensors --out b.onnx --teacher-range byte", "--teacher-range would change nothing without --teacher; leave it out." },
        { "export a.safetensors --out b.onnx --resize 32", "--resize would change nothing without --data" },
        { "export a.safetensors --out b.onnx --calibration 9 --clipping min-max", "--clipping, --calibration would change nothing without --weights int8; leave them out." },
        { Import + "--input 1x28x28 --classes 10 --color grey", "--color would change nothing without --data; leave it out." },
        { "data show glyphs --resize 32", "resize would change nothing: glyphs is read as a known set, whose size and colour are its own; leave it out." },
        { "data show glyphs --fit crop --background white --skip-damaged --test-part val --class-depth 2 --names cp949", "fit, background, skipDamaged, testPart, classDepth, archiveNames would change nothing: glyphs is read as a known set" },
        { "data show tone-words --fit pad", "fit would change nothing: tone-words is read as recordings; leave it out." },
        { Train + "--skip-damaged", "skipDamaged would change nothing: glyphs is read as a known set" },
        { "data show tone-words --color rgb --label-column x", "color, csv would change nothing: tone-words is read as recordings; leave them out." },
        { "data show table.csv --header maybe", "--header maybe: expected yes or no." },
        { "data show table.csv --separator ab", "--separator ab: expected comma, semicolon, tab, bar, space, or one character." },
        { "data show table.csv --encoding klingon", "there is no encoding 'klingon'" },
        { "data show table.csv --ignore-columns b", "has no column to ignore 'b': its columns are a, label. On the command line CsvOptions.IgnoreColumns is --ignore-columns." },
        { "data show glyphs --header no", "csv would change nothing: glyphs is read as a known set" },
        { "data show table.csv --seconds 2", "seconds would change nothing: table.csv is read as a CSV file; leave it out." },
        { "train --data glyphs --seconds 2 --network mlp:10 --epochs 1", "seconds would change nothing: glyphs is read as a known set" },
    };

    public static TheoryData<string, string> Counts => new()
    {
        { "quickstart --seeds 0", "--seeds 0: expected a count from 1 to 10000; the seeds are 1, 2 and so on." },
        { "quickstart --seeds -1", "--seeds -1: expected a count from 1 to 10000" },
        { "quickstart --seeds 1000000000", "--seeds 1000000000: expected a count from 1 to 10000" },
        { "sweep --data glyphs --network mlp:10 --seeds -1", "--seeds -1: expected a count from 1 to 10000; seeds of your own go into --set grid.seeds=[3,7]." },
        { "train --data glyphs --network mlp:", "--network mlp: lacks its widths, as in mlp:800,800; a model without hidden layers is called linear." },
        { "train --data glyphs --network mlp", "--network mlp lacks its widths, as in mlp:800,800; " },
        { "train --data glyphs --network conv:", "--network conv: lacks its channels, as in conv:16,32,64." },
        { "train --data glyphs --network resnet:", "--network resnet: lacks its depth, as in resnet:20." },
        { "train --data glyphs --network mlp:800,", "--network mlp:800,: '800,' is not a list of numbers" },
        { "train --data glyphs --network mlp:99999999999", "is not a list of numbers" },
        { "train --data glyphs --network linear:3", "--network linear:3: expected mlp:WIDTHS, conv:CHANNELS, resnet:DEPTH, linear, bag, wordpiece:VOCABULARY, textconv:VOCABULARY, transformer:VOCABULARY, encoder:FOLDER, static:FOLDER or a JSON file." },
        { "train --data glyphs --network transformer:", "--network transformer: lacks its vocabulary, as in transformer:vocab.txt,2,128" },
        { "train --data glyphs --network encoder", "--network encoder lacks its folder, as in encoder:FOLDER or encoder:FOLDER,3" },
        { "train --data glyphs --network encoder:folder,2,3,4", "--network encoder:folder,2,3,4 has 3 numbers; expected at most 2: layers, heads." },
        { "train --data glyphs --network encoder:folder,0", "train: network: layers is 0; expected 1 to 96" },
        { "train --data glyphs --network transformer:vocab.txt,2,100", "train: network: heads is 3; expected a number that divides dimensions, 100" },
        { "train --data glyphs --network static:", "--network static: lacks its folder, as in static:FOLDER,64" },
        { "train --data glyphs --network static:folder,0,seen", "train: network: dimensions is 0; expected 1 to 4096" },
        { "train --data glyphs --network wordpiece:vocab.txt,64,sene", "'sene' is no number, and there is no file vocab.txt,64,sene. Did you mean 'seen'?" },
        { "train --data glyphs --network wordpiece:nowhere.txt,64,seen", "nowhere.txt does not exist; the network names it." },
        { "train --data glyphs --network static:nowhere", "nowhere does not exist; the network names it." },
        { "train --data glyphs --network encoder:nowhere", "nowhere does not exist; the network names it." },
        { "train --data glyphs --network linaer", "Did you mean 'linear'?" },
        { "train --data glyphs --network mlp:0", "train: network: widths is [0]; expected at most 64 numbers from 1 to 65536" },
        { "train --data glyphs --set network={\"kind\":\"mlp\"}", "train: network.widths is missing." },
        { Train + "--batch-size 0", "training.batchSize is 0; expected 1 to 1000000" },
        { Train + "--epochs -1", "training.duration is -1 epochs; expected more than 0" },
        { Train + "--shift -1", "shift is -1" },
        { Train + "--limit -5", "limit is -5; expected 20 or more" },
        { Train + "--teacher a.safetensors ./a.safetensors", "teacher names a.safetensors 2 times; expected different models" },
        { "label --data glyphs --teacher teacher.safetensors --out s --verify --sample 0", "--sample 0: expected 1 or more." },
        { "data show photos --class-depth two", "--class-depth: two is no whole number." },
        { "data show photos --fit squeeze", "fit is 'squeeze'; expected stretch, crop" },
        { "data show photos --resize 0", "--resize 0: expected a size such as 32, or WIDTHxHEIGHT such as 48x32." },
        { Import + "--input 1x28x28 --classes 1", "--classes 1: expected 2 to 1048576 classes." },
        { Import + "--input 1x28x28 --classes twice.txt", "--classes twice.txt names 'koala' 2 times; expected different classes." },
    };

    public static TheoryData<string, string> Words => new()
    {
        { "trian --data mnist --network mlp:10", "distill: unknown verb 'trian'. Did you mean 'train'?\nTry 'distill --help'.\n" },
        { "help trian", "distill: unknown verb 'trian'. Did you mean 'train'?\nTry 'distill --help'.\n" },
        { "trian --help", "distill: unknown verb 'trian'. Did you mean 'train'?\nTry 'distill --help'.\n" },
        { "--data mnist", "distill: unknown option '--data'. It follows a verb: train, label, sweep, head and others.\nTry 'distill --help'.\n" },
        { "train --dta mnist --network mlp:10", "distill: unknown option '--dta'. Did you mean '--data'?\nTry 'distill train --help'.\n" },
        { "train --dta=mnist", "distill: unknown option '--dta'. Did you mean '--data'?\n" },
        { "train -d mnist", "distill: unknown option '-d'. Did you mean '--data' or '--device'?\n" },
        { "train -data mnist", "distill: unknown option '-data'. Did you mean '--data'?\n" },
        { "train -o runs/a", "distill: unknown option '-o'. Did you mean '--out', '--objective', '--objective-weights' or '--optimizer'?\n" },
        { "train mnist", "distill: unknown argument 'mnist'.\n" },
        { "train --network --data mnist", "distill: --network has no value. It takes SPEC: The architecture: mlp:800,800" },
        { "train --data mnist --network", "distill: --network has no value. It takes SPEC: The architecture" },
        { Train + "--out --flip", "distill: --out has no value. It takes DIR: The run's own folder" },
        { "train --teacher --data mnist --network mlp:10", "distill: --teacher has no value. It takes MODEL: " },
        { "train --teacher", "distill: --teacher has no value. It takes MODEL: " },
        { "data", "distill: distill data needs a verb: list, fetch, show, pack or verify.\n" },
        { "--json", "distill: distill needs a verb: quickstart, studio, " },
        { "evaluate --data mnist", "distill: distill evaluate needs MODEL: The model's file" },
        { "evaluate --teacher t.safetensors s.safetensors --data mnist", "Write it before --teacher, which takes all that follows it." },
        { Train + "--precision fp16", "train: training.precision is 'fp16'; expected f32, bf16.\n" },
        { Train + "--optimizer adma", "train: training.optimizer.kind is 'adma'; expected adam, adamw, sgd. Did you mean 'adam'?\n" },
        { Train + "--flip=maybe", "distill: unknown argument 'maybe'.\n" },
        { "run quickstart", "There is no file quickstart; the quickstart is a verb of its own: distill quickstart." },
        { "run keywords", "There is no file keywords. Did you mean recipes/keywords.json?" },
        { "run recipes/keyword.json", "There is no file recipes/keyword.json. Did you mean recipes/keywords.json?" },
        { "run absent.json", "absent.json cannot be read: there is no such file.\n" },
        { "run photos", "photos cannot be read: it is a folder, and a JSON file is needed.\n" },
        { "run broken.json", "broken.json is not JSON: line 2, column 3: 'n' is an invalid start of a property name" },
        { "run empty.json", "empty.json is not JSON: it is empty.\n" },
        { "run text.json", "text.json is not JSON: line 1, column 1: " },
    };

    public static TheoryData<string, string> Files => new()
    {
        { Train + "--teacher absent.safetensors", "distill: absent.safetensors cannot be opened: there is no such file.\n" },
        { "train --data glyphs --start absent.safetensors", "distill: absent.safetensors cannot be opened: there is no such file.\n" },
        { "evaluate absent.safetensors --data glyphs", "distill: absent.safetensors cannot be opened: there is no such file.\n" },
        { "train --data absent --network mlp:10", "'absent' is neither a data set nor a file or folder." },
        { "export student.onnx --out s.onnx", "student.onnx is already ONNX; give the model of this toolkit (.safetensors) that it was made from." },
        { "export script.pt --out s.onnx", "script.pt is not a safetensors file: it looks like a zip archive, as PyTorch writes." },
        { "export pickle.pth --out s.onnx", "it looks like a Python pickle, as old versions of PyTorch write." },
        { "export pointer.safetensors --out s.onnx", "it looks like a pointer of Git LFS; the file itself was not fetched (git lfs pull)." },
        { "train --data glyphs --start student.onnx", "student.onnx is not a safetensors file: it looks like an ONNX model." },
        { "evaluate pointer.safetensors --data glyphs", "it looks like a pointer of Git LFS" },
        { "import script.pt --network mlp:10 --mean 0 --std 1 --input 64 --classes 3 --out b.safetensors", "script.pt was written by torch.save" },
        { "evaluate photos --data glyphs", "photos is a folder without model.safetensors; expected a model's file, the folder of a training, or one of specialists." },
        { "evaluate runs/many --data glyphs", "runs/many is a folder without model.safetensors; name one of its models: runs/many/members/hard-seed-1/model.safetensors" },
        { "quickstart --resume run --runs elsewhere", "--runs would change nothing beside --resume" },
        { "export a.safetensors --out photos", "photos is a folder; name a file." },
        { "export a.safetensors --out text.json/b.onnx", "text.json/b.onnx cannot be written: " },
        { "export a.safetensors --out a.safetensors", "a.safetensors is the model itself; write the ONNX file to another name." },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    [MemberData(nameof(Idle))]
    [MemberData(nameof(Counts))]
    [MemberData(nameof(Words))]
    [MemberData(nameof(Files))]
    public void A_slip_is_answered_with_what_to_type(string line, string answer)
    {
        using var folder = new TemporaryFolder();
        Fill(folder);
        var result = DistillCommand.Run(folder.Path, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(answer, result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.DoesNotContain("..\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
        Assert.Equal([folder.File("runs/many")], Directory.GetDirectories(folder.File("runs")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("help")]
    [InlineData("help train")]
    [InlineData("version")]
    [InlineData("--version")]
    public void What_other_programs_have_taught_people_works_here(string line)
    {
        using var folder = new TemporaryFolder();
        var result = DistillCommand.Run(folder.Path, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, result.ExitCode);
        Assert.NotEmpty(result.Output);
        Assert.Empty(result.Error);
    }

    private static void Fill(TemporaryFolder folder)
    {
        foreach (var name in new[] { "photos", "recipes", "runs/many/members/hard-seed-1" })
        {
            Directory.CreateDirectory(folder.File(name));
        }

        File.WriteAllText(folder.File("recipes/keywords.json"), "{}");
        File.WriteAllText(folder.File("broken.json"), "{\n  name: \"x\"\n}");
        File.WriteAllText(folder.File("empty.json"), "");
        File.WriteAllText(folder.File("text.json"), "hello");
        File.WriteAllText(folder.File("twice.txt"), "koala\nfox\nkoala\n");
        File.WriteAllText(folder.File("table.csv"), "a,label\n1,x\n2,y\n");
        File.WriteAllText(folder.File("pointer.safetensors"), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n");
        File.WriteAllBytes(folder.File("student.onnx"), [0x08, 0x08, 0x12, 0x07, .. "distill"u8, 0x3A, 0x00, 0x42, 0x00]);
        File.WriteAllBytes(folder.File("a.safetensors"), [2, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8]);
        File.WriteAllBytes(folder.File("script.pt"), [0x50, 0x4B, 0x03, 0x04, .. new byte[60]]);
        File.WriteAllBytes(folder.File("pickle.pth"), [0x80, 0x02, .. new byte[60]]);
        File.WriteAllBytes(folder.File("runs/many/members/hard-seed-1/model.safetensors"), new byte[16]);
    }
}
