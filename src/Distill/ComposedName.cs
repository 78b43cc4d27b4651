using System.Collections.Frozen;
using System.Text;

namespace Distill;

/// <summary>
/// Names in composed form (NFC): macOS writes "é" as two characters, other systems as one. Written here because the class
/// library composes nothing where it runs without ICU, as the command line does.
/// </summary>
internal static class ComposedName
{
    private const int FirstSyllable = 0xAC00;
    private const int FirstLead = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int FirstTail = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    // By mark: a letter, then the letter with the mark, and so on.
    private static readonly FrozenDictionary<int, string> Marked = new Dictionary<int, string>
    {
        [0x0300] = "AÀEÈIÌNǸOÒUÙWẀYỲaàeèiìnǹoòuùwẁyỳ¨῭ÂẦÊỀÔỒÜǛâầêềôồüǜĂẰăằĒḔēḕŌṐōṑƠỜơờƯỪưừΑᾺΕῈΗῊΙῚΟῸΥῪΩῺαὰεὲηὴιὶοὸυὺωὼϊῒϋῢЕЀИЍеѐиѝἀἂἁἃἈἊἉἋἐἒἑἓἘἚἙἛἠἢἡἣἨἪἩἫἰἲἱἳἸἺἹἻὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫ᾿῍῾῝",
        [0x0301] = "AÁCĆEÉGǴIÍKḰLĹMḾNŃOÓPṔRŔSŚUÚWẂYÝZŹaácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzź¨΅ÂẤÅǺÆǼÇḈÊẾÏḮÔỐÕṌØǾÜǗâấåǻæǽçḉêếïḯôốõṍøǿüǘĂẮăắĒḖēḗŌṒōṓŨṸũṹƠỚơớƯỨưứΑΆΕΈΗΉΙΊΟΌΥΎΩΏαάεέηήιίοόυύωώϊΐϋΰϒϓГЃКЌгѓкќἀἄἁἅἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴἱἵἸἼἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ᾿῎῾῞",
        [0x0302] = "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑẠẬạậẸỆẹệỌỘọộ",
        [0x0303] = "AÃEẼIĨNÑOÕUŨVṼYỸaãeẽiĩnñoõuũvṽyỹÂẪÊỄÔỖâẫêễôỗĂẴăẵƠỠơỡƯỮưữ",
        [0x0304] = "AĀEĒGḠIĪOŌUŪYȲaāeēgḡiīoōuūyȳÄǞÆǢÕȬÖȪÜǕäǟæǣõȭöȫüǖǪǬǫǭȦǠȧǡȮȰȯȱΑᾹΙῙΥῩαᾱιῑυῡИӢУӮиӣуӯḶḸḷḹṚṜṛṝ",
        [0x0306] = "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭȨḜȩḝΑᾸΙῘΥῨαᾰιῐυῠАӐЕӖЖӁИЙУЎаӑеӗжӂийуўẠẶạặ",
        [0x0307] = "AȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻaȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzżŚṤśṥŠṦšṧſẛṢṨṣṩ",
        [0x0308] = "AÄEËHḦIÏOÖUÜWẄXẌYŸaäeëhḧiïoötẗuüwẅxẍyÿÕṎõṏŪṺūṻΙΪΥΫιϊυϋϒϔІЇАӒЕЁЖӜЗӞИӤОӦУӰЧӴЫӸЭӬаӓеёжӝзӟиӥоӧуӱчӵыӹэӭіїӘӚәӛӨӪөӫ",
        [0x0309] = "AẢEẺIỈOỎUỦYỶaảeẻiỉoỏuủyỷÂẨÊỂÔỔâẩêểôổĂẲăẳƠỞơởƯỬưử",
        [0x030A] = "AÅUŮaåuůwẘyẙ",
        [0x030B] = "OŐUŰoőuűУӲуӳ",
        [0x030C] = "AǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzžÜǙüǚƷǮʒǯ",
        [0x030F] = "AȀEȄIȈOȌRȐUȔaȁeȅiȉoȍrȑuȕѴѶѵѷ",
        [0x0311] = "AȂEȆIȊOȎRȒUȖaȃeȇiȋoȏrȓuȗ",
        [0x0313] = "ΑἈΕἘΗἨΙἸΟὈΩὨαἀεἐηἠιἰοὀρῤυὐωὠ",
        [0x0314] = "ΑἉΕἙΗἩΙἹΟὉΡῬΥὙΩὩαἁεἑηἡιἱοὁρῥυὑωὡ",
        [0x031B] = "OƠUƯoơuư",
        [0x0323] = "AẠBḄDḌEẸHḤIỊKḲLḶMṂNṆOỌRṚSṢTṬUỤVṾWẈYỴZẒaạbḅdḍeẹhḥiịkḳlḷmṃnṇoọrṛsṣtṭuụvṿwẉyỵzẓƠỢơợƯỰưự",
        [0x0324] = "UṲuṳ",
        [0x0325] = "AḀaḁ",
        [0x0326] = "SȘTȚsștț",
        [0x0327] = "CÇDḐEȨGĢHḨKĶLĻNŅRŖSŞTŢcçdḑeȩgģhḩkķlļnņrŗsştţ",
        [0x0328] = "AĄEĘIĮOǪUŲaąeęiįoǫuų",
        [0x032D] = "DḒEḘLḼNṊTṰUṶdḓeḙlḽnṋtṱuṷ",
        [0x032E] = "HḪhḫ",
        [0x0330] = "EḚIḬUṴeḛiḭuṵ",
        [0x0331] = "BḆDḎKḴLḺNṈRṞTṮZẔbḇdḏhẖkḵlḻnṉrṟtṯzẕ",
        [0x0338] = "<≮=≠>≯←↚→↛↔↮⇐⇍⇒⇏⇔⇎∃∄∈∉∋∌∣∤∥∦∼≁≃≄≅≇≈≉≍≭≡≢≤≰≥≱≲≴≳≵≶≸≷≹≺⊀≻⊁≼⋠≽⋡⊂⊄⊃⊅⊆⊈⊇⊉⊑⋢⊒⋣⊢⊬⊨⊭⊩⊮⊫⊯⊲⋪⊳⋫⊴⋬⊵⋭",
        [0x0342] = "¨῁αᾶηῆιῖυῦωῶϊῗϋῧἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯ᾿῏῾῟",
        [0x0345] = "ΑᾼΗῌΩῼάᾴήῄαᾳηῃωῳώῴἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫὬᾬὭᾭὮᾮὯᾯὰᾲὴῂὼῲᾶᾷῆῇῶῷ",
        [0x0653] = "اآ",
        [0x0654] = "اأوؤيئہۂےۓەۀ",
        [0x0655] = "اإ",
        [0x093C] = "नऩरऱळऴ",
        [0x0C56] = "ెై",
        [0x0DCA] = "ෙේොෝ",
        [0x3099] = "うゔかがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼゝゞウヴカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボワヷヰヸヱヹヲヺヽヾ",
        [0x309A] = "はぱひぴふぷへぺほぽハパヒピフプヘペホポ",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<(char Letter, char Mark), char> Composed =
        (from mark in Marked from pair in mark.Value.Chunk(2) select KeyValuePair.Create((pair[0], (char)mark.Key), pair[1])).ToFrozenDictionary();

    // Some pairs make one character; the first is the one that decomposes it.
    private static readonly FrozenDictionary<char, (char Letter, char Mark)> Parts =
        Composed.GroupBy(pair => pair.Value).ToFrozenDictionary(group => group.Key, group => group.MinBy(pair => pair.Key.Mark).Key);

    /// <summary>A text with every letter apart from its marks, and every Hangul syllable as its letters (NFD, but for the order of several marks).</summary>
    public static string Apart(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var next in text)
        {
            Append(next);
        }

        return result.ToString();

        void Append(char next)
        {
            if (next - FirstSyllable is >= 0 and < Leads * Vowels * Tails and var syllable)
            {
                result.Append((char)(FirstLead + (syllable / (Vowels * Tails)))).Append((char)(FirstVowel + (syllable / Tails % Vowels)));
                if (syllable % Tails > 0)
                {
                    result.Append((char)(FirstTail + (syllable % Tails)));
                }
            }
            else if (Parts.TryGetValue(next, out var parts))
            {
                Append(parts.Letter);
                result.Append(parts.Mark);
            }
            else
            {
                result.Append(next);
            }
        }
    }

    /// <summary>The name with every letter and its marks, and every Hangul syllable, as one character.</summary>
    public static string Of(string name)
    {
        if (!name.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return name;
        }

        var result = new StringBuilder(name.Length);
        foreach (var next in name)
        {
            if (result.Length > 0 && Pair(result[^1], next) is { } composed)
            {
                result[^1] = composed;
            }
            else
            {
                result.Append(next);
            }
        }

        return result.ToString();
    }

    private static char? Pair(char first, char second)
    {
        if (first - FirstLead is >= 0 and < Leads && second - FirstVowel is >= 0 and < Vowels)
        {
            return (char)(FirstSyllable + ((first - FirstLead) * Vowels + second - FirstVowel) * Tails);
        }

        if (first - FirstSyllable is >= 0 and < Leads * Vowels * Tails && (first - FirstSyllable) % Tails == 0 && second - FirstTail is > 0 and < Tails)
        {
            return (char)(first + second - FirstTail);
        }

        return Composed.TryGetValue((first, second), out var composed) ? composed : null;
    }
}
