"""The methods and objects of Telegram's Bot API that the stand-in knows, as data.

A field is `name:Type`, with `!` after a name that must be there, `|` between types that will do and
brackets around the type of a list. A type that is not listed in TYPES is any JSON object.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of a method, or one field of an object."""

    name: str
    types: tuple[str, ...]
    required: bool


Fields = dict[str, Field]


def fields(*lines: str) -> Fields:
    """Read fields as they are written below."""
    found = {}
    for word in " ".join(lines).split():
        name, types = word.split(":")
        bare = name.removesuffix("!")
        found[bare] = Field(bare, tuple(types.split("|")), bare != name)
    return found


def words(text: str) -> frozenset[str]:
    """Read names written one after the other."""
    return frozenset(text.split())


_ANY_MARKUP = "InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply"
_WHERE = "business_connection_id:String chat_id!:Integer|String message_thread_id:Integer"
_SENDING = f"""{_WHERE} direct_messages_topic_id:Integer parse_mode:String
  disable_notification:Boolean protect_content:Boolean allow_paid_broadcast:Boolean
  message_effect_id:String suggested_post_parameters:SuggestedPostParameters
  reply_parameters:ReplyParameters reply_markup:{_ANY_MARKUP}"""
_EDITING = """business_connection_id:String chat_id:Integer|String message_id:Integer
  inline_message_id:String reply_markup:InlineKeyboardMarkup"""
_CAPTION = "caption:String caption_entities:[MessageEntity] show_caption_above_media:Boolean"
_SCOPE = "scope:BotCommandScope language_code:String"

METHODS: dict[str, Fields] = {
    "answerCallbackQuery": fields(
        "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer"
    ),
    "deleteMessage": fields("chat_id!:Integer|String message_id!:Integer"),
    "deleteMessages": fields("chat_id!:Integer|String message_ids!:[Integer]"),
    "deleteMyCommands": fields(_SCOPE),
    "deleteWebhook": fields("drop_pending_updates:Boolean"),
    "editMessageCaption": fields(_EDITING, _CAPTION, "parse_mode:String"),
    "editMessageReplyMarkup": fields(_EDITING),
    "editMessageText": fields(
        _EDITING,
        "text:String parse_mode:String entities:[MessageEntity]",
        "link_preview_options:LinkPreviewOptions rich_message:InputRichMessage",
    ),
    "getChat": fields("chat_id!:Integer|String"),
    "getFile": fields("file_id!:String"),
    "getMe": {},
    "getMyCommands": fields(_SCOPE),
    "getMyDescription": fields("language_code:String"),
    "getMyShortDescription": fields("language_code:String"),
    "getUpdates": fields("offset:Integer limit:Integer timeout:Integer allowed_updates:[String]"),
    "getWebhookInfo": {},
    "leaveChat": fields("chat_id!:Integer|String"),
    "sendChatAction": fields(_WHERE, "action!:String"),
    "sendMessage": fields(
        _SENDING,
        "text!:String entities:[MessageEntity] link_preview_options:LinkPreviewOptions",
    ),
    "sendPhoto": fields(_SENDING, _CAPTION, "photo!:InputFile|String has_spoiler:Boolean"),
    "setMyCommands": fields("commands!:[BotCommand]", _SCOPE),
    "setMyDescription": fields("description:String language_code:String"),
    "setMyShortDescription": fields("short_description:String language_code:String"),
    "setWebhook": fields(
        "url!:String certificate:InputFile ip_address:String max_connections:Integer",
        "allowed_updates:[String] drop_pending_updates:Boolean secret_token:String",
    ),
}

CANONICAL = {name.lower(): name for name in METHODS}

TYPES: dict[str, Fields] = {
    "BotCommand": fields("command!:String description!:String"),
    "CopyTextButton": fields("text!:String"),
    "ForceReply": fields("force_reply!:Boolean input_field_placeholder:String selective:Boolean"),
    "InlineKeyboardButton": fields(
        "text!:String icon_custom_emoji_id:String style:String url:String callback_data:String",
        "web_app:WebAppInfo login_url:LoginUrl switch_inline_query:String",
        "switch_inline_query_current_chat:String",
        "switch_inline_query_chosen_chat:SwitchInlineQueryChosenChat",
        "copy_text:CopyTextButton callback_game:CallbackGame pay:Boolean",
    ),
    "InlineKeyboardMarkup": fields("inline_keyboard!:[[InlineKeyboardButton]]"),
    "KeyboardButton": fields(
        "text!:String icon_custom_emoji_id:String style:String",
        "request_users:KeyboardButtonRequestUsers request_chat:KeyboardButtonRequestChat",
        "request_managed_bot:KeyboardButtonRequestManagedBot request_contact:Boolean",
        "request_location:Boolean request_poll:KeyboardButtonPollType web_app:WebAppInfo",
    ),
    "LinkPreviewOptions": fields(
        "is_disabled:Boolean url:String prefer_small_media:Boolean prefer_large_media:Boolean",
        "show_above_text:Boolean",
    ),
    "LoginUrl": fields(
        "url!:String forward_text:String bot_username:String request_write_access:Boolean"
    ),
    "MessageEntity": fields(
        "type!:String offset!:Integer length!:Integer url:String user:User language:String",
        "custom_emoji_id:String unix_time:Integer date_time_format:String",
    ),
    "ReplyKeyboardMarkup": fields(
        "keyboard!:[[KeyboardButton]] is_persistent:Boolean resize_keyboard:Boolean",
        "one_time_keyboard:Boolean input_field_placeholder:String selective:Boolean",
    ),
    "ReplyKeyboardRemove": fields("remove_keyboard!:Boolean selective:Boolean"),
    "ReplyParameters": fields(
        "message_id!:Integer chat_id:Integer|String allow_sending_without_reply:Boolean",
        "quote:String quote_parse_mode:String quote_entities:[MessageEntity]",
        "quote_position:Integer checklist_task_id:Integer poll_option_id:String",
    ),
    "SwitchInlineQueryChosenChat": fields(
        "query:String allow_user_chats:Boolean allow_bot_chats:Boolean",
        "allow_group_chats:Boolean allow_channel_chats:Boolean",
    ),
    "WebAppInfo": fields("url!:String"),
}

# The scope of commands is one of several objects, told apart by its `type`.
SCOPES: dict[str, Fields] = {
    "default": fields("type!:String"),
    "all_private_chats": fields("type!:String"),
    "all_group_chats": fields("type!:String"),
    "all_chat_administrators": fields("type!:String"),
    "chat": fields("type!:String chat_id!:Integer|String"),
    "chat_administrators": fields("type!:String chat_id!:Integer|String"),
    "chat_member": fields("type!:String chat_id!:Integer|String user_id!:Integer"),
}

UPDATE_KINDS = words(
    """message edited_message channel_post edited_channel_post business_connection business_message
    edited_business_message deleted_business_messages guest_message message_reaction
    message_reaction_count inline_query chosen_inline_result callback_query shipping_query
    pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member
    chat_join_request chat_boost removed_chat_boost managed_bot"""
)
# What a bot gets that never said what it wants.
USUAL_KINDS = UPDATE_KINDS - {"chat_member", "message_reaction", "message_reaction_count"}

BUTTON_ACTIONS = TYPES["InlineKeyboardButton"].keys() - words("text icon_custom_emoji_id style")
CHAT_ACTIONS = words(
    """typing upload_photo record_video upload_video record_voice upload_voice upload_document
    choose_sticker find_location record_video_note upload_video_note"""
)
